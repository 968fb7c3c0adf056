# shellcheck shell=bash
# Made by completions/generate.sh from cccd-verify --option-table.
_cccd_verify()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--trust)
		return ;;
	--crl)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--policy)
		return ;;
	--allow)
		return ;;
	--forbid)
		return ;;
	--nonce)
		return ;;
	--nonces)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--max-age)
		return ;;
	--at)
		return ;;
	--require)
		mapfile -t COMPREPLY < <(compgen -W 'none plausible signed genuine-chip' -- "$cur")
		return ;;
	--roster)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--seen)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--jobs|-j)
		return ;;
	--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--trust --crl --policy --allow --forbid --nonce --nonces --max-age --at --require --roster --seen --jobs -j --strict --worker --summary --hadoop --config --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _cccd_verify cccd-verify
