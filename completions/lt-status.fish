# Made by completions/generate.sh from lt-status --option-table.
complete -c lt-status -l overdue -d 'only guests whose notice is overdue'
complete -c lt-status -l at -x -d 'as at TIME (YYYY-MM-DD HH:MM), not as now'
complete -c lt-status -l state -x -a '(__fish_complete_directories)' -d 'the folder of the outbox'
complete -c lt-status -l json -d 'records, also on a terminal'
complete -c lt-status -l table -d 'the table, also in a pipe'
complete -c lt-status -l config -r -F -d 'read settings from FILE'
complete -c lt-status -l help -s h -d 'show this help'
complete -c lt-status -l version -d 'show the version'
