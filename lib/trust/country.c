/* SPDX-License-Identifier: ISC */
/* Codes of states, three letters beside two. */
#include <string.h>

#include "trust/country.h"

#define WIDTH 6

/* ISO 3166-1, alpha-3 and alpha-2 of each country, in the order of alpha-3:
 * the table of Debian's iso-codes 4.15.0. */
static const char iso[] =
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM "
    "ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ "
    "BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ "
    "BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA "
    "CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO "
    "COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE "
    "DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES "
    "ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB "
    "GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR "
    "GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR "
    "HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS "
    "ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH "
    "KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI "
    "LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD "
    "MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN "
    "MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA "
    "NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR "
    "NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL "
    "PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU "
    "RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL "
    "SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI "
    "SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ "
    "TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ "
    "UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG "
    "VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW ";

/* Doc 9303-3, 5: codes beside those of ISO. D is Germany's; kinds of British
 * nationals; organisations; Kosovo by its certificates (KS) and as others write
 * it; the state that stands in examples; what British certificates may say. */
static const char others[] =
    "D  DE GBDGB GBNGB GBOGB GBPGB GBSGB EUEEU UNOUN UNAUN UNKUN "
    "RKSKS RKSXK IAOIA UTOUT UK GB ";

/* Three letters as in a row: capitals, blanks behind them. */
static void
as_row(struct slice code, char out[3])
{
	size_t i;

	memset(out, ' ', 3);
	for (i = 0; i < code.n; i++)
		out[i] = code.p[i] >= 'a' && code.p[i] <= 'z' ?
		    (char)(code.p[i] - 'a' + 'A') : code.p[i];
}

static const char *
find(const char *table, const char code[3], bool short_too)
{
	const char *row;

	for (row = table; *row != '\0'; row += WIDTH)
		if ((row[0] == code[0] && memcmp(row, code, 3) == 0) ||
		    (row[3] == code[0] && short_too && row[4] == code[1]))
			return row;
	return NULL;
}

/* Of ISO's three letters, by halves. */
static const char *
find_long(const char code[3])
{
	size_t low = 0, high = (sizeof iso - 1) / WIDTH, middle;
	int order;

	while (low < high) {
		middle = (low + high) / 2;
		order = memcmp(iso + middle * WIDTH, code, 3);
		if (order == 0)
			return iso + middle * WIDTH;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const char *
state(struct slice code)
{
	const char *row;
	char letters[3];

	if (code.n == 0 || code.n > 3)
		return NULL;
	as_row(code, letters);
	row = find(others, letters, code.n == 2);
	if (row != NULL)
		return row;
	return code.n == 3 ? find_long(letters) :
	    find(iso, letters, code.n == 2);
}

/* Rows of one state have the same two letters, or the same three. */
enum country_answer
country_compare(struct slice a, struct slice b)
{
	const char *x = state(a), *y;

	/* mostly three letters beside the same state's two */
	if (x != NULL && b.n == 2 && memcmp(x + 3, b.p, 2) == 0)
		return COUNTRY_SAME;
	y = state(b);
	if (x == NULL || y == NULL)
		return COUNTRY_UNKNOWN;
	return memcmp(x + 3, y + 3, 2) == 0 || memcmp(x, y, 3) == 0 ?
	    COUNTRY_SAME : COUNTRY_OTHER;
}
