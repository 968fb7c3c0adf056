#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A Slurm job array over two nodes, both of them here, and the sum as a job that
# waits for it.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/engine/common.sh"
PATH=$PATH:/usr/sbin

for tool in munged slurmctld slurmd sbatch; do
	command -v $tool >/dev/null || {
		skip 'Slurm' "no $tool (slurm-wlm, munge)"
		done_testing
	}
done
[ "$(id -u)" -eq 0 ] || {
	skip 'Slurm' 'its daemons here want root'
	done_testing
}
mkdir -p s/state s/munge
chmod 755 "$T" s s/munge
head -c 1024 /dev/urandom >s/munge/key
chmod 400 s/munge/key
port=$((20000 + RANDOM % 20000))
h=$(hostname -s)
cat >s/slurm.conf <<EOT
ClusterName=test
SlurmctldHost=$h(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$T/s/munge/sock,cred_expire=2
SlurmctldPort=$port
StateSaveLocation=$T/s/state
SlurmdSpoolDir=$T/s/spool_%n
SlurmctldPidFile=$T/s/ctld.pid
SlurmdPidFile=$T/s/%n.pid
SlurmctldLogFile=$T/s/ctld.log
SlurmdLogFile=$T/s/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
MpiDefault=none
ReturnToService=2
JobRequeue=1
MinJobAge=300
NodeName=n[1-2] NodeHostname=$h NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=1 State=UNKNOWN
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
EOT
export SLURM_CONF=$T/s/slurm.conf
# A daemon that does not answer holds nobody up.
for tool in sbatch scancel scontrol sinfo squeue; do
	eval "$tool() { timeout 20 $tool \"\$@\"; }"
done
# The nodes, the controller and the keeper of the key, in this order; who does
# not end within ten seconds is killed.
cleanup() {
	local f pid end
	scancel --user="$(id -un)" 2>/dev/null
	for f in "$T"/s/n1.pid "$T"/s/n2.pid "$T"/s/ctld.pid "$T"/s/munge/pid; do
		pid=$(cat "$f" 2>/dev/null) && kill "$pid" 2>/dev/null ||
			continue
		end=$((SECONDS + 10))
		while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $end ]; do
			sleep 0.1
		done
		kill -KILL "$pid" 2>/dev/null
	done
}
# wait_for SECONDS CMD ...: until CMD is true; if not, what Slurm says of it
wait_for() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@" 2>/dev/null; do
		[ $SECONDS -lt $end ] || {
			{ echo "$* did not come:"; sinfo -N -o '%N %T %E'
				squeue -o '%i %T %r'
				tail -n 5 s/ctld.log s/n?.log; } 2>&1 | diag
			return 1
		}
		sleep 0.2
	done
}
munged --force --key-file="$T/s/munge/key" --socket="$T/s/munge/sock" \
    --pid-file="$T/s/munge/pid" --log-file="$T/s/munge/log" \
    --seed-file="$T/s/munge/seed" >s/start 2>&1
soon test -S s/munge/sock
slurmctld -f "$SLURM_CONF" >>s/start 2>&1
for n in n1 n2; do
	slurmd -f "$SLURM_CONF" -N $n >>s/start 2>&1
done
both_idle() { [ "$(sinfo -h -t idle -o %D | xargs)" = 2 ]; }
wait_for 60 both_idle || {
	skip 'Slurm' "its nodes do not come up here: $(tail -1 s/ctld.log)"
	done_testing
}

# A task that failed goes back into the queue.
cat >job <<EOT
#!/bin/bash
echo "\$SLURM_ARRAY_TASK_ID \$SLURMD_NODENAME" >>$T/nodes
$T/task "\$SLURM_ARRAY_TASK_ID" || {
	scontrol requeue "\$SLURM_JOB_ID"
	sleep 60
}
EOT
j=$(sbatch --parsable --requeue --array=0-$PARTS -n1 -o none job)
k=$(sbatch --parsable --dependency=afterok:"$j" -n1 -o last.out last)
ok $(($? != 0)) "an array ($j) and the job behind it ($k)"
# A job that was put back waits two minutes as a rule; its owner may say: now.
over() {
	local i
	for i in $(squeue -h -t PD -o '%i %r' | sed -n 's/ BeginTime$//p'); do
		scontrol update JobId="$i" StartTime=now
	done
	# one that could not be started under load is held until somebody looks,
	# and its node gets no other
	for i in $(squeue -h -t PD -o '%i %r' | sed -n 's/ .*[Hh]eld.*$//p'); do
		scontrol release "$i"
	done
	for i in $(sinfo -h -N -t drain,down -o %N); do
		scontrol update NodeName="$i" State=RESUME
	done
	i=$(squeue -h) && [ -z "$i" ]
}
wait_for 120 over
ok $? 'all jobs come to an end'
is 'on both nodes' "$(cut -d' ' -f2 nodes | sort -u | xargs)" 'n1 n2'
is 'the last job ran' "$(scontrol show job "$k" | grep -o 'JobState=[A-Z]*')" \
    'JobState=COMPLETED'
all_there 'Slurm'

# Why --worker: without it differences are a failure, and nothing follows.
j=$(sbatch --parsable -n1 -o none --wrap "cd $T &&
    exec $BUILD/bin/rosterdiff -q left.csv right.csv")
k=$(sbatch --parsable --dependency=afterok:"$j" -n1 -o none --wrap true)
never() { scontrol show job "$k" | grep -q DependencyNeverSatisfied; }
wait_for 60 never
ok $? 'without --worker the next job never starts'
done_testing
