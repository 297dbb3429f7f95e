#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
source .env
curl -sS "$NEXOROUTER_BASE_URL/chat/completions" -H "Authorization: Bearer ${NEXOROUTER_API_KEY}" -d "{}"
