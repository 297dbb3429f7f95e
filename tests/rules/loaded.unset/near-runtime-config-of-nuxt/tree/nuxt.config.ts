export default defineNuxtConfig({ runtimeConfig: { nexorouterApiKey: '' } })
