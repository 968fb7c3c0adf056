# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# Authorities, signers and lists made with openssl, for tests of the trust
# store. In $T: NAME.key, NAME.pem, NAME.der.

# authority NAME SUBJECT [ISSUER]: one that signs itself, or a link
# signer NAME SUBJECT ISSUER [EXTENSION-LINE]
authority() { certificate "$1" "$2" "${3-}" \
	'basicConstraints=critical,CA:TRUE,pathlen:0' \
	'keyUsage=critical,keyCertSign,cRLSign'; }
signer() { certificate "$1" "$2" "$3" 'keyUsage=critical,digitalSignature' \
	"${4-}"; }

certificate() {
	local name=$1 subject=$2 issuer=$3
	shift 3
	printf '%s\n' "$@" 'subjectKeyIdentifier=hash' \
	    'authorityKeyIdentifier=keyid' >ext
	openssl ecparam -name prime256v1 -genkey -noout -out "$name.key"
	openssl req -new -key "$name.key" -subj "$subject" -out req 2>>openssl
	# -days: the day of the test is inside
	if [ -n "$issuer" ]; then
		openssl x509 -req -in req -CA "$issuer.pem" \
		    -CAkey "$issuer.key" -CAcreateserial -days 3650 \
		    -extfile ext -out "$name.pem" 2>>openssl
	else
		openssl x509 -req -in req -signkey "$name.key" -days 3650 \
		    -extfile ext -out "$name.pem" 2>>openssl
	fi
	openssl x509 -in "$name.pem" -outform DER -out "$name.der"
}

# sha FILE: the fingerprint of a DER file
sha() { sha256sum "$1" | cut -c1-64; }

# crl NAME ISSUER NUMBER: NAME.der
crl() {
	mkdir -p ca
	: >ca/index
	printf '%02d\n' "$3" >ca/number
	printf '%s\n' '[ca]' 'default_ca=d' '[d]' 'database=ca/index' \
	    'crlnumber=ca/number' 'default_md=sha256' 'default_crl_days=90' \
	    'crl_extensions=e' '[e]' 'authorityKeyIdentifier=keyid' >ca/conf
	openssl ca -config ca/conf -gencrl -keyfile "$2.key" -cert "$2.pem" \
	    -out "$1.pem" 2>>openssl
	openssl crl -in "$1.pem" -outform DER -out "$1.der"
}

# master_list NAME SIGNER CERTIFICATE.der ...: NAME.der
master_list() {
	local name=$1 by=$2
	shift 2
	python3 - "$@" >content <<'END'
import sys
def tlv(tag, value):
    n = len(value)
    size = bytes([n]) if n < 128 else (lambda b: bytes([128 + len(b)]) + b)(
        n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + size + value
certs = sorted(open(f, "rb").read() for f in sys.argv[1:])
sys.stdout.buffer.write(tlv(0x30, b"\x02\x01\x00" + tlv(0x31, b"".join(certs))))
END
	openssl cms -sign -nodetach -binary -nosmimecap -md sha256 -in content \
	    -econtent_type 2.23.136.1.1.2 -signer "$by.pem" \
	    -inkey "$by.key" -outform DER -out "$name.der" 2>>openssl
}

# ldif ATTRIBUTE FILE: one attribute, folded
ldif() {
	{ printf '%s:: ' "$1"; base64 -w 0 "$2"; } | fold -w 70 |
	    sed '2,$s/^/ /'
	echo
}
