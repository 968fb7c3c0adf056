# shellcheck shell=bash
# Made by completions/generate.sh from rosterdiff --option-table.
_rosterdiff()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--key|-k)
		return ;;
	--columns|-c)
		return ;;
	--exclude|-x)
		return ;;
	--ignore-cause)
		return ;;
	--fuzzy)
		return ;;
	--sort)
		return ;;
	--html)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--html-rows)
		return ;;
	--memory)
		return ;;
	--tmp)
		return ;;
	--units)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--weights)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--learn)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--map)
		return ;;
	--charset)
		return ;;
	--separator)
		return ;;
	--sheet)
		return ;;
	--date-order)
		return ;;
	--left-map)
		return ;;
	--right-map)
		return ;;
	--emit)
		return ;;
	--partitions)
		return ;;
	--out)
		return ;;
	--emit-left-over)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--emit-blocks)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--scores)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--jobs|-j)
		return ;;
	--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--key -k --columns -c --exclude -x --ignore-cause --fuzzy --all --sort --verify --brief --csv --html --html-rows --quiet -q --memory --tmp --units --weights --learn --map --charset --separator --no-header --sheet --date-order --left-map --right-map --sorted --emit --partitions --out --tagged --grouped --emit-left-over --emit-blocks --score --scores --sum --jobs -j --worker --summary --hadoop --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _rosterdiff rosterdiff
