#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Calls that we do not make, and rooms that stay pure.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
# deny WHY PATTERN FILE ...
deny() {
	local why=$1 what=$2 hits
	shift 2
	hits=$(grep -nE "(^|[^_[:alnum:]>.])($what)\(" "$@" /dev/null |
	    grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/?\*|//)')
	[ -z "$hits" ] || { echo "$hits"; echo "banned: $why"; bad=1; }
}

ours=(cmd/*.c lib/*/*.c)
deny 'unbounded or stateful' \
    'strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi|atol|gets' \
    "${ours[@]}"
deny 'the zone of the machine is not that of the law: base/date' \
    'gmtime|localtime|mktime|gmtime_r|localtime_r' "${ours[@]}"
deny 'no shell' 'system|popen' "${ours[@]}"
mapfile -t asking < <(printf '%s\n' lib/*/*.[ch] | grep -v '^lib/base/cpu\.h')
deny 'the C library has asked the processor: base/cpu.h' \
    '__builtin_cpu_supports|__builtin_cpu_init' "${asking[@]}"
mapfile -t rest < <(printf '%s\n' "${ours[@]}" | grep -v '^lib/cli/')
deny 'numbers through cli_number or a bounded reader' \
    'strtol|strtoul|strtoll|strtoull|strtod|sscanf' "${rest[@]}"
mapfile -t lib < <(printf '%s\n' lib/*/*.c | grep -v '^lib/cli/')
deny 'lib/ neither prints nor exits' \
    'printf|fprintf|puts|perror|exit|errx|warnx' \
    "${lib[@]}"

# Named exceptions: base/mem dies, base/sandbox is about the process, base/fd
# is about a descriptor that comes in as an argument.
mapfile -t pure < <(printf '%s\n' lib/{base,text,record,identity}/*.c |
    grep -vE 'base/(mem|sandbox|fd)\.c')
deny 'this room is pure: no file, clock, random source, environment, locale' \
    'open|fopen|read|write|socket|connect|time|clock_gettime|gettimeofday|getenv|setlocale|rand|random|getrandom|fork' \
    "${pure[@]}"

# No writable variable outside functions in lib/ (cli keeps the program's name
# and its output).
for o in "${B:-build}"/lib/*/*.o; do
	case $o in */lib/cli/*) continue ;; esac
	vars=$(objdump -t "$o" | awk '$NF !~ /^\.|\.[0-9]+$/ &&
	    / O \.(data|bss)\t/ { print $NF }' | xargs)
	[ -z "$vars" ] || { echo "banned: $o: writable: $vars"; bad=1; }
done
exit $bad
