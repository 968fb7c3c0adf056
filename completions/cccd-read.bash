# shellcheck shell=bash
# Made by completions/generate.sh from cccd-read --option-table.
_cccd_read()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--id|-i)
		return ;;
	--can)
		return ;;
	--mrz)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--document)
		return ;;
	--birth)
		return ;;
	--expiry)
		return ;;
	--reader|-r)
		return ;;
	--desk)
		return ;;
	--wait)
		return ;;
	--timeout)
		return ;;
	--portrait)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	--transcript)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--replay)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--nonce)
		return ;;
	--state)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--id -i --can --mrz --document --birth --expiry --reader -r --list -l --watch -w --desk --wait --timeout --portrait --no-portrait --transcript --replay --nonce --state --config --strict --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _cccd_read cccd-read
