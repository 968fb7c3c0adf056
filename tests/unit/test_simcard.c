/* SPDX-License-Identifier: ISC */
/* The card in software says what the worked examples of Doc 9303-11 say, octet
 * by octet, as the chip. */
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "simcard_help.h"

struct turn {
	const char *command, *answer;
};

static void
talk(struct sim_card *c, const char *name, const struct turn *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		OK(answers(c, t[i].command, t[i].answer), "%s, command %zu",
		    name, i + 1);
}
#define TALK(c, name, turns) \
	talk((c), (name), (turns), sizeof (turns) / sizeof *(turns))

static const struct sim_profile aes128 = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .can = true, .mrz = true,
	.bac = true, .card_access = true, .ca_param = -1, .ca_key_id = -1 };

/* Appendix D.2 to D.4 */
static void
test_bac(void)
{
	static const struct turn turns[] = {
		{ "00A4040C 07 A0000002471001", "9000" },
		{ "0084000008", "4608F91988702212 9000" },
		{ "0082000028 72C29C2371CC9BDB65B779B8E8D37B29"
		    "ECC154AA56A8799FAE2F498F76ED92F2 5F1448EEA8AD90A7 28",
		    "46B9342A41396CD7386BF5803104D7CE"
		    "DC122B9132139BAF2EEDC94EE178534F 2F2D235D074D7449 9000" },
		{ "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
		    "990290008E08FA855A5D4C50A8ED9000" },
		{ "0CB000000D9701048E08ED6705417E96BA5500",
		    "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000" },
		{ "0CB000040D9701128E082EA28A70F3C7B53500",
		    "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A"
		    "990290008E08C8B2787EAEA07D749000" },
	};
	struct sim_issue files = { 0 };
	struct sim_card *c = sim_card_new(&aes128, &files);
	struct sim_seen seen;

	unhex("60145F0104303130365F36063034303030305C026175",
	    &files.file[SIM_COM]);
	sim_card_passwords(c, "L898902C<369080619406236", NULL);
	lay(c, "4608F91988702212 0B4F80323EB3191CB04970CB4052790B");
	TALK(c, "D.3, D.4", turns);
	sim_card_seen(c, &seen);
	OK(seen.bac && seen.apdus == 6 && seen.wrong_keys == 0, "BAC is seen");
	sim_card_free(c);
	sim_clear(&files.file[SIM_COM]);
}

/* Appendix G.1, and secure messaging with its keys: 00A4020C02011E, then READ
 * BINARY of four octets, as computed by two readers of other people. */
static void
test_gm_ecdh(void)
{
	static const struct turn turns[] = {
		{ "0022C1A40F 800A04007F00070202040202 830101", "9000" },
		{ "10860000027C0000",
		    "7C128010 95A3A016522EE98D01E76CB6B98B42C3 9000" },
		{ "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC7"
		    "4650DCBFA6362D896FC70262E0C2CC5E544552DCB672521879"
		    "9115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00",
		    "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9"
		    "F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58"
		    "F4D52EB87A0A0C709A49DC63719363CCD13C549000" },
		{ "10860000457C438341042DB7A64C0355044EC9DF190514C625CB"
		    "A2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B8"
		    "57B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200",
		    "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F"
		    "44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F01"
		    "8F9CB852E111B768B326904B59A0193776F0949000" },
		{ "008600000C7C0A8508C2B0BD78D94BA86600",
		    "7C0A86083ABB9674BCE93C089000" },
	};
	struct sim_issue files = { 0 };
	struct sim_card *c = sim_card_new(&aes128, &files);
	struct sim_seen seen;

	unhex("60145F0104303130365F36063034303030305C026175",
	    &files.file[SIM_COM]);
	sim_card_passwords(c, "T22000129364081251010318", NULL);
	lay(c, "3F00C4D39D153F2B2A214A078D899B22"
	    "498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560"
	    "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A");
	TALK(c, "G.1", turns);
	c->applet = true;	/* the example selects the file at once */
	OK(answers(c, "0CA4020C1D 871101EE0E4724F4465C1BE9C2F73ABDD73A3D"
	    "8E08835D1B54575C955F 00", "99029000 8E08BEA7B381C494A079 9000"),
	    "G.1, AES secure messaging: SELECT");
	OK(answers(c, "0CB000000D 970104 8E08AA6BA54F44DF8364 00",
	    "871101645C0B1F998A088278D07942BBE94B60 99029000"
	    "8E0894A33C6AA2D8CCC8 9000"),
	    "G.1, AES secure messaging: READ BINARY");
	sim_card_seen(c, &seen);
	OK(seen.pace && !seen.bac, "PACE is seen");
	sim_card_free(c);
	sim_clear(&files.file[SIM_COM]);
}

/* Appendix G.2; its chip adds a Certification Authority Reference (DO 87) to
 * its token, for Terminal Authentication, which this one has not. */
static void
test_gm_dh(void)
{
	static const struct turn turns[] = {
		{ "0022C1A40F 800A04007F00070202040102 830101", "9000" },
		{ "10860000027C0000",
		    "7C128010 854D8DF5827FA6852D1A4FA701CDDDCA 9000" },
		{ "10860000867C8183818180"
		    "23FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352"
		    "CA7D2B3EB71C343DB13D1DEBCE9A3666DBCFC920B49174A602CB4796"
		    "5CAA73DC702489A44D41DB914DE9613DC5E98C94160551C0DF86274B"
		    "9359BC0490D01B03AD54022DCB4F57FAD6322497D7A1E28D46710F46"
		    "1AFE710FBBBC5F8BA166F4311975EC6C00",
		    "7C8183828180"
		    "78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654A"
		    "F70729E623EA5738B26381E4DA19E004706FACE7B235C2DBF2F38748"
		    "312F3C98C2DD4882A41947B324AA1259AC22579DB93F7085655AF308"
		    "89DBB845D9E6783FE42C9F2449400306254C8AE8EE9DD812A804C0B6"
		    "6E8CAFC14F84D8258950A91B44126EE69000" },
		{ "10860000867C8183838180"
		    "907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE52"
		    "0BD911551B9AE4D04369F29A02626C86FBC6747CC7BC352645B6161A"
		    "2A42D44EDA80A08FA8D61B76D3A154AD8A5A51786B0BC07147057871"
		    "A922212C5F67F43173172236B7747D1671E6D692A3C7D40A0C3C5CE3"
		    "97545D015C175EB5130551EDBC2EE5D400",
		    "7C8183848180"
		    "075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D920107"
		    "4D36152BD8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA476BD"
		    "97B9B14D0A65C1FC71A0E019CB08AF55E1F729005FBA7E3FA5DC4189"
		    "9238A250767A6D46DB974064386CD456743585F8E5D90CC8B4004B1F"
		    "6D866C79CE0584E49687FF61BC29AEA19000" },
		{ "008600000C7C0A8508B46DD9BD4D98381F00",
		    "7C0A8608917F37B5C0E6D8D19000" },
	};
	struct sim_profile p = aes128;
	struct sim_issue files = { 0 };
	struct sim_card *c;

	p.pace_dh = true;
	p.pace_param = 0;
	c = sim_card_new(&p, &files);
	sim_card_passwords(c, "T22000129364081251010318", NULL);
	lay(c, "FA5B7E3E49753A0DB9178B7B9BD898C8"
	    "66DDAFEAC1609CB5B963BB0CB3FF8B3E047F336C"
	    "A5B780126B7C980E9FCEA1D4539DA1D27C342DFA");
	TALK(c, "G.2", turns);
	sim_card_free(c);
}

/* Appendix H.1: the password is the CAN 123456. */
static void
test_im_ecdh(void)
{
	static const struct turn turns[] = {
		{ "0022C1A40F 800A04007F00070202040402 830102", "9000" },
		{ "10860000027C0000",
		    "7C128010 143DC40C08C8E891FBED7DEDB92B64AD 9000" },
		{ "10860000147C128110 5DD4CBFC96F5453B130D890A1CDBAE32 00",
		    "7C028200 9000" },
		{ "10860000457C4383410489CBA23FFE96AA18D824627C3E934E54"
		    "A9FD0B87A95D1471DC1C0ABFDCD640D46755DE9B7B778280B6"
		    "BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C3700",
		    "7C4384410467F78E5F7F7686082B293E8D087E056916D0F74B"
		    "C01A5F8957D0DE45691E51E8932B69A962B52A0985AD2C0A27"
		    "1EE6A13A8ADDDCD1A3A994B9DED257F4D227539000" },
		{ "008600000C7C0A8508450F02B86F6A090900",
		    "7C0A860875D4D96E8D5B03089000" },
	};
	struct sim_profile p = aes128;
	struct sim_issue files = { 0 };
	struct sim_card *c;

	p.mapping = SIM_IM;
	c = sim_card_new(&p, &files);
	lay(c, "2923BE84E16CD6AE529049F1F1BBE9EB"
	    "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A");
	TALK(c, "H.1", turns);
	sim_card_free(c);
}

/* Appendix H.2. Its private keys have 1024 bits; the generator has the order
 * q, so the chip's is the remainder modulo q. */
static void
test_im_dh(void)
{
	static const struct turn turns[] = {
		{ "0022C1A40F 800A04007F00070202040302 830102", "9000" },
		{ "10860000027C0000",
		    "7C128010 9ABB8864CA0FF1551E620D1EF4E13510 9000" },
		{ "10860000147C128110 B3A6DB3C870C3E99245E0D1C06B747DE 00",
		    "7C028200 9000" },
		{ "10860000867C8183838180"
		    "0F0CC62945A8029251FB7EF3C094E12EC68E4EF07F27CB9D9CD04C5C"
		    "4250FAE0E4F8A951557E929AEB48E5C6DD47F2F5CD7C351A9BD2CD72"
		    "2C07EDE166770F08FFCB370262CF308DD7B07F2E0DA9CAAA1492344C"
		    "852906919538C98A4BA4187E76CE9D87832386D319CE2E043C3343AE"
		    "AE6EDBA1A9894DC5094D22F7FE1351D500",
		    "7C8183848180"
		    "928D9A0F9DBA450F13FC859C6F290D1D36E42431138A4378500BEB4E"
		    "0401854CFF111F71CB6DC1D0335807A11388CC8EAA87B07907AAD9FB"
		    "A6B169AF6D8C26AF8DDDC39ADC3AD2E3FF882B84D23E9768E95A80E4"
		    "746FB07A9767679FE92133B4D379935C771BD7FBED6C7BB4B1708B27"
		    "5EA75679524CDC9C6A91370CC662A2F39000" },
		{ "008600000C7C0A850855D61977CBF5307E00",
		    "7C0A8608C2F04230187E15259000" },
	};
	struct sim_profile p = aes128;
	struct sim_issue files = { 0 };
	struct sim_bytes laid = { 0 };
	struct sim_card *c;
	struct sim_group *g = sim_group_new(true, 0);
	BIGNUM *k = NULL;
	uint8_t key[20];

	BN_hex2bn(&k, "020F018C7284B047FA7721A337EFB7ACB1440BB30C5252BD41C97C30"
	    "C994BB78E9F0C5B32744D84017D21FFA6878396A6469CA283EF5C000DAF7D261"
	    "A39AB8860ED4610AB5343390897AAB5A7787E4FAEFA0649C6A94FDF82D991E8E"
	    "3FC332F5142729E7040A3F7D5A4D3CD75CBEE1F043C1CAD2DD484FEB4ED22B59"
	    "7D36688E");
	BN_nnmod(k, k, g->q, g->ctx);
	BN_bn2binpad(k, key, sizeof key);
	p.mapping = SIM_IM;
	p.pace_dh = true;
	p.pace_param = 0;
	c = sim_card_new(&p, &files);
	unhex("FA5B7E3E49753A0DB9178B7B9BD898C8", &laid);
	sim_add(&laid, key, sizeof key);
	sim_card_random(c, laid.p, laid.n);
	TALK(c, "H.2", turns);
	sim_clear(&laid);
	BN_free(k);
	sim_group_free(g);
	sim_card_free(c);
}

/* A key of brainpoolP256r1 from its number. */
static EVP_PKEY *
key_of(const BIGNUM *k)
{
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM *params;
	EVP_PKEY *key = NULL;

	OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME,
	    "brainpoolP256r1", 0);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, k);
	params = OSSL_PARAM_BLD_to_param(b);
	EVP_PKEY_fromdata_init(ctx);
	EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

#define CAM_MAP_KEY \
	"9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA"

/* The example does not give the chip's static key, but CA_IC, which is the
 * mapping key by the static key: so the static key is known, and has to belong
 * to the public key that the example gives. */
static EVP_PKEY *
cam_key(void)
{
	struct sim_group *g = sim_group_new(false, 13);
	struct sim_elem public = { 0 };
	struct sim_bytes got = { 0 }, want = { 0 };
	BIGNUM *k = NULL, *map = NULL;
	EVP_PKEY *key;

	BN_hex2bn(&k, "85DC3FA93D0952BFA82F5FD189EE75BD"
	    "82F11D1F0B8ED4BF5319AC9B53C426B3");
	BN_hex2bn(&map, CAM_MAP_KEY);
	BN_mod_inverse(k, k, g->q, g->ctx);
	BN_mod_mul(k, k, map, g->q, g->ctx);
	sim_elem_times(g, NULL, k, &public);
	sim_elem_write(g, &public, &got);
	unhex("041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610D"
	    "C884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F",
	    &want);
	OK(got.n == want.n && memcmp(got.p, want.p, got.n) == 0,
	    "I.1, the key in EF.CardSecurity");
	key = key_of(k);
	sim_clear(&got);
	sim_clear(&want);
	sim_elem_clear(&public);
	sim_group_free(g);
	BN_free(k);
	BN_free(map);
	return key;
}

/* Appendix I.1. The chip's second key there is CD626EF3..., beyond the order of
 * the group; this chip's is the remainder. */
static void
test_cam(void)
{
	static const struct turn turns[] = {
		{ "0022C1A40F 800A04007F00070202040602 830101", "9000" },
		{ "10860000027C0000",
		    "7C128010 CB60E8E0D85B76A9BD304747C2AD42E2 9000" },
		{ "10860000457C438141047F1D410ADB7DDB3B84BF1030800981A9"
		    "105D7457B4A3ADE002384F3086C67EDE1AB889104A27DB6D84"
		    "2B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C100",
		    "7C43824104A234236AA9B9621E8EFB73B5245C0E09D2576E52"
		    "77183C1208BDD55280CAE8B304F365713A356E65A451E165EC"
		    "C9AC0AC46E3771342C8FE5AEDD092685338E239000" },
		{ "10860000457C43834104446C934084D9DAB863944F219520076C"
		    "29EE3F7AE6722B11FF319EC1C7728F955483400BFF60BF0C59"
		    "29270009277DC2A515E12575010AD9BA916CF1BF86FEFC00",
		    "7C4384410402AD566F3C6EC7F9324509AD50A51FA52030782A"
		    "4968FCFEDF737DAEA993333111C3B9B4C2287789BD137E7F8A"
		    "A882E2A3C633CCD6ECC2C63C57AD401A09C2E19000" },
		{ "008600000C7C0A8508E86BD06018A1CD3B00",
		    "7C3C86088596CF055C67C1A3 8A30"
		    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92"
		    "9000" },
	};
	struct sim_profile p = aes128;
	struct sim_issue files = { .ca_key = cam_key() };
	struct sim_card *c;

	p.mapping = SIM_CAM;
	c = sim_card_new(&p, &files);
	sim_card_passwords(c, "C11T002JM496081222310314", NULL);
	lay(c, "658B860BC94DF6F044FCE6D5C82CF8E5" CAM_MAP_KEY
	    "2367171820683879C023083A24FEEC7499C71436B5D85ECD3F681BB9436F47D1");
	TALK(c, "I.1", turns);
	sim_card_free(c);
	EVP_PKEY_free(files.ca_key);
}

/* Appendix F with a key of our own, for the example's modulus is not given:
 * what the signature opens to. */
static void
test_aa(void)
{
	struct sim_profile p = aes128;
	struct sim_issue files = { .aa_key = EVP_RSA_gen(1024) };
	struct sim_bytes cmd = { 0 }, got = { 0 }, want = { 0 };
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(files.aa_key, NULL);
	uint8_t open[128];
	size_t n = sizeof open;
	struct sim_card *c;
	enum sim_event event;

	p.aa = SIM_AA_RSA;
	c = sim_card_new(&p, &files);
	c->access = c->applet = true;
#define M1 "9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991" \
	"B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967" \
	"84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E" \
	"7292E2DCDA3024B47DA8"
	lay(c, M1);
	unhex("0088000008 F173589974BF40C6 00", &cmd);
	unhex("6A" M1 "C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127 BC", &want);
	sim_card_apdu(c, cmd.p, cmd.n, &got, &event);
	OK(got.n == 130 && EVP_PKEY_encrypt_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    EVP_PKEY_encrypt(ctx, open, &n, got.p, 128) == 1 &&
	    memcmp(open, want.p, want.n) == 0, "F: the signature opens to F");
	EVP_PKEY_CTX_free(ctx);
	sim_clear(&cmd);
	sim_clear(&got);
	sim_clear(&want);
	sim_card_free(c);
	EVP_PKEY_free(files.aa_key);
}

int
main(void)
{
	test_bac();
	test_gm_ecdh();
	test_gm_dh();
	test_im_ecdh();
	test_im_dh();
	test_cam();
	test_aa();
	return tap_done();
}
