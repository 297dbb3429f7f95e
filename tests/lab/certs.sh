#!/bin/bash
# SPDX-License-Identifier: MIT
# Makes the lab's certificates in DIR: a root that everybody trusts, and what can be wrong with one.
set -eu
cd "$1"
names="DNS:api.nexorouter.com,DNS:nexorouter.com,DNS:www.cloudflare.com,DNS:cloudflare-dns.com,DNS:proxy.corp.test"

root() { # FILE SUBJECT
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" \
        -subj "$2" -days 3650 -addext basicConstraints=critical,CA:TRUE -addext keyUsage=keyCertSign,cRLSign 2>/dev/null
}
signed() { # FILE CA SUBJECT EXTENSIONS [ca options]
    local file=$1 ca=$2 subject=$3 extensions=$4
    shift 4
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$file.key" -out "$file.csr" -subj "$subject" 2>/dev/null
    mkdir -p "ca-$ca/new"
    : >"ca-$ca/index"
    echo "unique_subject = no" >"ca-$ca/index.attr"
    [ -e "ca-$ca/serial" ] || echo 1000 >"ca-$ca/serial"
    cat >"$file.cnf" <<CNF
[ca]
default_ca = d
[d]
dir = ca-$ca
database = ca-$ca/index
serial = ca-$ca/serial
new_certs_dir = ca-$ca/new
default_md = sha256
policy = p
email_in_dn = no
x509_extensions = x
[p]
commonName = supplied
organizationName = optional
[x]
$extensions
CNF
    openssl ca -batch -notext -config "$file.cnf" -cert "$ca.pem" -keyfile "$ca.key" -in "$file.csr" -out "$file.pem" \
        -days 365 -preserveDN "$@" 2>/dev/null
}
leaf="basicConstraints=CA:FALSE
subjectAltName=$names"
inter="basicConstraints=critical,CA:TRUE
keyUsage=keyCertSign"

root lab "/CN=Lab Root CA/O=Lab Trust"
root company "/CN=Example Corp Root/O=Example Corp"
root unknown "/CN=Nobody Knows Me/O=Elsewhere"
root antivirus "/CN=Avast Web\/Mail Shield Root/O=Avast"
root zscaler "/CN=Zscaler Root CA/O=Zscaler Inc."
signed intermediate lab "/CN=Lab Intermediate CA/O=Lab Trust" "$inter"
signed good intermediate "/CN=api.nexorouter.com" "$leaf"
signed expired intermediate "/CN=api.nexorouter.com" "$leaf" -startdate 20200101000000Z -enddate 20210101000000Z
signed future intermediate "/CN=api.nexorouter.com" "$leaf" -startdate 20390101000000Z -enddate 20410101000000Z
signed other intermediate "/CN=www.elsewhere.test" "basicConstraints=CA:FALSE
subjectAltName=DNS:www.elsewhere.test"
signed company-leaf company "/CN=api.nexorouter.com" "$leaf"
signed unknown-leaf unknown "/CN=api.nexorouter.com" "$leaf"
signed antivirus-leaf antivirus "/CN=api.nexorouter.com" "$leaf"
signed zscaler-leaf zscaler "/CN=api.nexorouter.com" "$leaf"
for f in good expired future other; do cat $f.pem intermediate.pem >$f.chain; done
cat good.pem >leafonly.chain
cp good.key leafonly.key
for f in company unknown antivirus zscaler; do cat $f-leaf.pem >$f-leaf.chain && cat $f.pem >>$f-leaf.chain; done
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout selfsigned.key -out selfsigned.chain \
    -subj "/CN=api.nexorouter.com" -days 365 -addext "subjectAltName=$names" 2>/dev/null
chmod a+r -- *.key # a proxy that is not root reads them; they are worth nothing
