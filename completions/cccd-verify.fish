# Made by completions/generate.sh from cccd-verify --option-table.
complete -c cccd-verify -l at -x -d 'judge as of TIME (YYYY-MM-DD, with or without THH:MM) instead of now'
complete -c cccd-verify -l require -x -a 'none plausible signed genuine-chip' -d 'exit 1 unless every record reaches LEVEL: none, plausible, signed or genuine-chip'
complete -c cccd-verify -l roster -r -F -d 'exit 1 unless every person is on the list in FILE (CSV in UTF-8, or records), by number'
complete -c cccd-verify -l strict -d 'stop at the first bad line'
complete -c cccd-verify -l config -r -F -d 'read settings from FILE'
complete -c cccd-verify -l help -s h -d 'show this help'
complete -c cccd-verify -l version -d 'show the version'
