# Made by completions/generate.sh from cccd-qr --option-table.
complete -c cccd-qr -l text -s t -d 'the operands are text as scanners type it, a code a line'
complete -c cccd-qr -l stream -s s -d 'standard input is a camera: JPEG, PNM or Y4M pictures'
complete -c cccd-qr -l once -d 'with --stream: end after the first card'
complete -c cccd-qr -l budget-ms -x -d 'spend at most N ms of CPU on looking at a picture'
complete -c cccd-qr -l strict -d 'stop at the first bad line'
complete -c cccd-qr -l config -r -F -d 'read settings from FILE'
complete -c cccd-qr -l help -s h -d 'show this help'
complete -c cccd-qr -l version -d 'show the version'
