require('dotenv').config({ override: true })
