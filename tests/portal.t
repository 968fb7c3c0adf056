#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The double against curl, an independent client: that it is strict.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }
# The double's clock stands still, so that midnight cannot pass by.
NOW=$(date +%s)
freeze() { control "clock=@$NOW" "$@"; }
freeze
AUTH=$URL/authorization-service/oauth
VN=$URL/client-service/kbtt-vn/kbtt-3th
FOREIGN=$URL/client-service/kbtt/kbtt-3th
C1=khach-1:bi-mat-1 C2=khach-2:bi-mat-2

# call ARG ...: the answer's HTTP status and body code; body in $T/body.
call() {
	curl -s --cacert "$CA" -o "$T/body" -w '%{http_code}' "$@" >"$T/status"
	echo "$(cat "$T/status") $(jq -r '.code? // "-"' "$T/body" 2>/dev/null)"
}
token() {
	call -u "${3:-$C1}" -d "username=$1" -d "password=${2:-mat-khau-thu}" \
	    -d "grant-type=${4:-api_cslt}" "$AUTH/token"
}
# post URL JSON: a filing with the token at hand
post() {
	call -H "Authorization: Bearer $A" -H 'Content-Type: application/json' \
	    -d "$2" "$1"
}

# tokens
is 'a token' "$(token f1)" '200 200'
A=$(jq -r .data.AccessToken body) R=$(jq -r .data.RefreshToken body)
is 'it has the right' "$(jq -c '.data.Authorities | index("kbtt:create-3th") != null' body)" true
is 'wrong password' "$(token f1 falsch)" '400 400'
is 'wrong Basic client' "$(token f1 mat-khau-thu "$C2")" '401 401'
is 'wrong grant-type' "$(token f1 mat-khau-thu "$C1" password)" '400 400'
is 'grant_type with an underscore' "$(call -u $C1 -d username=f1 -d password=mat-khau-thu -d grant_type=api_cslt "$AUTH/token")" '400 400'
is 'refresh with the wrong client' "$(call -X POST -u $C1 "$AUTH/refresh-token?refresh_token=$R")" '401 401'
is 'refresh' "$(call -X POST -u $C2 "$AUTH/refresh-token?refresh_token=$R")" '200 200'
A2=$(jq -r .data.AccessToken body) R2=$(jq -r .data.RefreshToken body)
[ "$A" != "$A2" ] && [ "$R" != "$R2" ]; ok $? 'both tokens rotate'
is 'the old refresh token is dead' "$(call -X POST -u $C2 "$AUTH/refresh-token?refresh_token=$R")" '400 400'

# guests
D=$(vn_day) Y=$(vn_day -1) B=$(vn_day -2) M=$(vn_day 1)
guest() {	# jq expression on a good guest
	jq -nc --arg d "$D" --arg m "$M" "[{hoTen:\"Nguyễn Văn Mẫu\",
	gioiTinh:\"M\",ngayThangNamSinhStr:\"1999-01-01\",
	ngayDenCsltStr:(\$d+\" 00:00:01\"),ngayDiDuKienStr:(\$m+\" 12:00:00\"),
	lyDoCuTru:1,loaiGiayTo:1,soGiayTo:\"001099000001\",soPhong:\"203\"}
	| $1]"
}
foreigner() {
	jq -nc --arg d "$D" --arg m "$M" "[{hoTen:\"MUSTER ERIKA\",
	quocTich:\"D\",soHoChieu:\"C01X00T47\",gioiTinh:\"F\",
	loaiNgayThangNamSinh:\"D\",ngayThangNamSinhStr:\"1964-08-12\",
	ngayDenCsltStr:(\$d+\" 00:00:01\"),ngayDiDuKienStr:(\$m+\" 12:00:00\"),
	thoiHanTamTruStr:(\$m+\" 23:59:59\"),soPhong:\"1\"} | $1]"
}
is 'the old access token is dead' "$(post "$VN" "$(guest .)")" '401 401'
A=$A2
# name, what is done to a good guest, what the refusal must say
refuses() {
	is "$1: refused" "$(post "${4:-$VN}" "$2")" '400 400'
	has "$1: says so" body "Bản khai báo 1: $3"
}
refuses 'arrival the day before yesterday' \
    "$(guest ".ngayDenCsltStr=\"$B 23:59:59\"")" 'Ngày đến Cslt phải là'
refuses 'arrival tomorrow' \
    "$(guest ".ngayDenCsltStr=\"$M 00:00:00\"")" 'Ngày đến Cslt phải là'
refuses 'leave before arrival' \
    "$(guest ".ngayDiDuKienStr=\"$Y 12:00:00\"")" 'Ngày đi dự kiến phải lớn hoặc bằng ngày đến'
refuses 'leave before yesterday' \
    "$(guest ".ngayDenCsltStr=\"$B 01:00:00\" | .ngayDiDuKienStr=\"$B 12:00:00\"")" 'Ngày đến'
has 'leave before yesterday: named, too, after a comma' body \
    ', Bản khai báo 1: Ngày đi dự kiến phải lớn hoặc bằng ngày hôm qua'
refuses 'eleven digits' "$(guest '.soGiayTo="00109900000"')" 'Thẻ CCCD phải gồm đúng 12 chữ số'
refuses 'Căn Cước with a letter' "$(guest '.loaiGiayTo=8|.soGiayTo="00109900000A"')" 'Thẻ Căn Cước phải'
refuses 'CMND with ten digits' "$(guest '.loaiGiayTo=2|.soGiayTo="0010990000"')" 'Thẻ CMND'
refuses 'passport with eleven signs' "$(guest '.loaiGiayTo=4|.soGiayTo="B1234567890"')" 'Số hộ chiếu'
refuses 'licence with a blank' "$(guest '.loaiGiayTo=3|.soGiayTo="79 1234"')" 'Số giấy tờ'
refuses 'document type 9' "$(guest '.loaiGiayTo=9')" 'loại giấy tờ phải từ 1 đến 8'
refuses 'no room' "$(guest 'del(.soPhong)')" 'Số phòng là bắt buộc'
refuses 'no name' "$(guest 'del(.hoTen)')" 'hoTen là bắt buộc'
refuses 'sex in words' "$(guest '.gioiTinh="Nam"')" 'Giới tính'
refuses 'birth in another form' "$(guest '.ngayThangNamSinhStr="01/01/1999"')" 'Ngày sinh'
refuses 'birth on 30 February' "$(guest '.ngayThangNamSinhStr="1999-02-30"')" 'Ngày sinh'
refuses 'a number as text' "$(guest '.lyDoCuTru="1"')" 'lyDoCuTru sai kiểu'
refuses 'a text as number' "$(guest '.soPhong=203')" 'soPhong sai kiểu'
refuses 'an unknown field' "$(guest '.quequan="x"')" "trường 'quequan'"
refuses 'reason 21' "$(guest '.lyDoCuTru=21')" 'Lý do cư trú'
refuses 'reason 20 without words' "$(guest '.lyDoCuTru=20')" 'Lý do chi tiết'
refuses 'permitted stay over' "$(foreigner ".thoiHanTamTruStr=\"$Y 23:59:59\"")" 'Thời hạn tạm trú' "$FOREIGN"
refuses 'nationality by ISO' "$(foreigner '.quocTich="DEU"')" 'quốc tịch DEU' "$FOREIGN"
refuses 'year of birth with a day' "$(foreigner '.loaiNgayThangNamSinh="Y"')" 'chỉ có năm sinh' "$FOREIGN"
refuses 'a Vietnamese at the foreigners' "$(guest .)" 'quocTich là bắt buộc' "$FOREIGN"
is 'an object instead of an array' "$(post "$VN" "$(guest . | jq -c '.[0]')")" '400 400'
is 'an empty array' "$(post "$VN" '[]')" '400 400'
is 'no Bearer' "$(call -H 'Content-Type: application/json' -d "$(guest .)" "$VN")" '401 401'
is 'nothing was filed by all that' "$(filed f1)" 0

is 'a good guest' "$(post "$VN" "$(guest .)")" '200 200'
is 'data is null' "$(jq -c .data body)" null
refuses 'the same again' "$(guest .)" "Loại giấy tờ 'Thẻ CCCD' và Số giấy tờ '001099000001' đang tạm trú"
has 'the dates of the other stay' body "từ $D đến $M"
is 'the same person by Căn Cước is another key' "$(post "$VN" "$(guest .loaiGiayTo=8)")" '200 200'
is 'a foreigner' "$(post "$FOREIGN" "$(foreigner .)")" '200 200'
refuses 'the foreigner again' "$(foreigner .)" 'Số hộ chiếu' "$FOREIGN"
is 'two, one bad' "$(post "$VN" "$(guest '(.soGiayTo="001099000002"), (.soGiayTo="1")')")" '400 400'
has 'the second is named' body 'Bản khai báo 2: '
is 'and neither is filed' "$(filed f1 001099000002)" 0
is 'the ledger' "$(filed f1)" 3
freeze clock=@$((NOW + 172800))
is 'the stay has closed: a second filing is taken' "$(token f1; A=$(jq -r .data.AccessToken body)
    post "$VN" "$(guest ".ngayDenCsltStr=\"$M 13:00:00\" | .ngayDiDuKienStr=\"$(vn_day 3) 12:00:00\"")")" '200 200
200 200'
freeze

# change of leave
CHANGE=$VN/doi-ngay-tra-phong
is 'extension' "$(post "$CHANGE" "[{\"loai\":\"GH\",\"soGiayTo\":\"001099000001\",\"loaiGiayTo\":8,\"thoiGianStr\":\"$(vn_day 9) 12:00:00\"}]")" '200 200'
is 'extension over 30 days' "$(post "$CHANGE" "[{\"loai\":\"GH\",\"soGiayTo\":\"001099000001\",\"loaiGiayTo\":8,\"thoiGianStr\":\"$(vn_day 32) 12:00:00\"}]")" '400 400'
is 'early leave' "$(post "$CHANGE" '[{"loai":"TS","soGiayTo":"001099000001","loaiGiayTo":8}]')" '200 200'
is 'not staying any more' "$(post "$CHANGE" '[{"loai":"TS","soGiayTo":"001099000001","loaiGiayTo":8}]')" '400 400'
is 'twice in one list' "$(post "$CHANGE" '[{"loai":"TS","soGiayTo":"1","loaiGiayTo":1},{"loai":"XX","soGiayTo":"1","loaiGiayTo":9}]')" '400 400'
has 'twice in one list: both prefixes' body 'Bản ghi 2: '

# switches
freeze refusal_http=200
is 'HTTP 200 with body code 400' "$(post "$VN" "$(guest 'del(.soPhong)')")" '200 400'
freeze room_required=no
is 'a facility without rooms' "$(post "$VN" "$(guest 'del(.soPhong) | .soGiayTo="001099000003"')")" '200 200'
freeze authority=no
is 'the right was taken away' "$(post "$VN" "$(guest .)")" '403 403'
freeze token_life=0
token f2 >/dev/null; A=$(jq -r .data.AccessToken body)
is 'an expired token' "$(post "$VN" "$(guest .)")" '401 401'
freeze
token f2 >/dev/null; A=$(jq -r .data.AccessToken body)
freeze fault=status code=503
is '503' "$(post "$VN" "$(guest .)")" '503 503'
is '503 before: not filed' "$(filed f2)" 0
freeze fault=html code=502 when=after times=1
is '502 after' "$(post "$VN" "$(guest .)")" '502 '
is '502 after: filed' "$(filed f2)" 1
is 'times = 1: then well again' "$(post "$VN" "$(guest .)")" '400 400'
freeze fault=drop skip=1
is 'skip = 1: passes' "$(post "$VN" "$(guest '.soGiayTo="001099000004"')")" '200 200'
is 'drop' "$(post "$VN" "$(guest '.soGiayTo="001099000005"')")" '000 200'
is 'drop before: not filed' "$(filed f2 001099000005)" 0
for f in reset garbage truncated; do
	freeze fault=$f when=after
	: >body
	post "$VN" "$(guest ".soGiayTo=\"0010990001$((${#f} + 10))\"")" >got
	is "$f: no whole answer" "$(curl -s --cacert "$CA" -o /dev/null -H "Authorization: Bearer $A" -H 'Content-Type: application/json' -d '[]' "$VN"; echo $(($? > 0)))" 1
	is "$f after: filed once" "$(filed f2 "0010990001$((${#f} + 10))")" 1
done
freeze
is 'catalogues' "$(call "$URL/cms-backend/public/ly-do-cu-tru/get-all")" '200 200'
is 'no such call' "$(call "$URL/cms-backend/public/x")" '404 404'
is 'revoke with the wrong client' "$(call -X DELETE -u $C1 "$AUTH/revoke?access_token=$A")" '401 401'
is 'revoke' "$(call -X DELETE -u $C2 "$AUTH/revoke?access_token=$A")" '200 200'
is 'a revoked token' "$(post "$VN" "$(guest .)")" '401 401'
has 'the log names the token by number' "$PORTAL/log" 'revoked facility=f2 token='
lacks 'and never by value' "$PORTAL/log" "$A"
portal_stop

for cert in self-signed other-host expired not-yet; do
	portal_start --cert $cert
	curl -s --cacert "$CA" "$URL/" >/dev/null
	is "certificate $cert: curl refuses it" $? 60
	portal_stop
done
done_testing
