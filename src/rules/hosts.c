// SPDX-License-Identifier: MIT
#include "rules/hosts.h"

#include "base/punycode.h"
#include "base/utf8.h"
#include "parse/url.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

// Hosts of OpenAI-compatible or neighbouring interfaces, with one '*' for regions and customers.
// Sources: causes.md 4 (url.foreign-host and region),
// key-formats.md, the vendors' documentation.
// clang-format off
static const struct {
    char host[36], vendor[32];
} vendors[] = {
    {"api.openai.com", "OpenAI"},               {"*.openai.azure.com", "Azure OpenAI"},
    {"*.cognitiveservices.azure.com", "Azure"},  {"*.services.ai.azure.com", "Azure"},
    {"models.inference.ai.azure.com", "GitHub Models"}, {"models.github.ai", "GitHub Models"},
    {"api.anthropic.com", "Anthropic"},         {"openrouter.ai", "OpenRouter"},
    {"generativelanguage.googleapis.com", "Google Gemini"},
    {"*.aiplatform.googleapis.com", "Google Vertex AI"}, {"api.groq.com", "Groq"},
    {"api.deepseek.com", "DeepSeek"},           {"api.mistral.ai", "Mistral"},
    {"codestral.mistral.ai", "Mistral"},        {"api.together.xyz", "Together AI"},
    {"api.together.ai", "Together AI"},         {"api.fireworks.ai", "Fireworks AI"},
    {"api.x.ai", "xAI"},                        {"api.perplexity.ai", "Perplexity"},
    {"dashscope.aliyuncs.com", "Alibaba Cloud Model Studio"},
    {"dashscope-intl.aliyuncs.com", "Alibaba Cloud Model Studio"},
    {"dashscope-us.aliyuncs.com", "Alibaba Cloud Model Studio"},
    {"api.moonshot.cn", "Moonshot"},            {"api.moonshot.ai", "Moonshot"},
    {"open.bigmodel.cn", "Zhipu"},              {"api.z.ai", "Z.ai"},
    {"api.siliconflow.cn", "SiliconFlow"},      {"api.siliconflow.com", "SiliconFlow"},
    {"api.cohere.com", "Cohere"},               {"api.cohere.ai", "Cohere"},
    {"api.cerebras.ai", "Cerebras"},            {"integrate.api.nvidia.com", "NVIDIA"},
    {"api.deepinfra.com", "DeepInfra"},         {"api.novita.ai", "Novita"},
    {"router.huggingface.co", "Hugging Face"},  {"api-inference.huggingface.co", "Hugging Face"},
    {"api.minimax.io", "MiniMax"},              {"api.minimaxi.com", "MiniMax"},
    {"api.minimax.chat", "MiniMax"},            {"api.sambanova.ai", "SambaNova"},
    {"api.replicate.com", "Replicate"},         {"api.ai21.com", "AI21"},
    {"api.portkey.ai", "Portkey"},              {"gateway.ai.cloudflare.com", "Cloudflare"},
    {"ai-gateway.vercel.sh", "Vercel"},         {"bedrock*.amazonaws.com", "Amazon Bedrock"},
    {"*.volces.com", "Volcengine"},              {"*.baidubce.com", "Baidu"},
    {"api.hunyuan.cloud.tencent.com", "Tencent"}, {"api.stepfun.com", "StepFun"},
    {"api.lingyiwanwu.com", "01.AI"},           {"api.baichuan-ai.com", "Baichuan"},
    {"api.studio.nebius.com", "Nebius"},        {"api.hyperbolic.xyz", "Hyperbolic"},
    {"api.voyageai.com", "Voyage"},             {"ollama.com", "Ollama"},
};

// Names under the website's domain that are pages, not the API.
static const char *const pages[] = {
    "www", "docs", "doc", "app", "dashboard", "console", "playground", "status", "portal", "blog",
};

// Letters of other scripts, and digits, that are read as Latin letters.
static const struct {
    uint32_t code;
    char reads;
} twins[] = {
    {'0', 'o'},    {'1', 'l'},    {'3', 'e'},    {'5', 's'},    {0x0430, 'a'}, {0x0435, 'e'},
    {0x043e, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0456, 'i'},
    {0x0458, 'j'}, {0x0455, 's'}, {0x0501, 'd'}, {0x051b, 'q'}, {0x0433, 'r'}, {0x0442, 't'},
    {0x043f, 'n'}, {0x0438, 'u'}, {0x043c, 'm'}, {0x03b1, 'a'}, {0x03b5, 'e'}, {0x03bf, 'o'},
    {0x03c1, 'p'}, {0x03c5, 'u'}, {0x03c4, 't'}, {0x03b9, 'i'}, {0x03bd, 'v'}, {0x03c7, 'x'},
    {0x0131, 'i'}, {0x0261, 'g'}, {0x0578, 'n'}, {0x057d, 'u'}, {0x0585, 'o'}, {0x00e9, 'e'},
    {0x00e8, 'e'}, {0x00ea, 'e'}, {0x00eb, 'e'}, {0x0117, 'e'}, {0x0119, 'e'}, {0x00f3, 'o'},
    {0x00f2, 'o'}, {0x00f4, 'o'}, {0x00f6, 'o'}, {0x00f8, 'o'}, {0x0151, 'o'}, {0x1ecd, 'o'},
    {0x00fa, 'u'}, {0x00f9, 'u'}, {0x00fb, 'u'}, {0x00fc, 'u'}, {0x0144, 'n'}, {0x00f1, 'n'},
    {0x0148, 'n'}, {0x1e8b, 'x'}, {0x0155, 'r'}, {0x0159, 'r'}, {0x1e5b, 'r'}, {0x0165, 't'},
};
// clang-format on

static struct str fold(struct str host, struct arena *a)
{
    host = str_lower(host, a);
    return str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host;
}

static bool is_or_under(struct str host, struct str domain)
{
    if (!str_present(domain) || !str_ends_icase(host, domain))
        return false;
    return host.n == domain.n || host.p[host.n - domain.n - 1] == '.';
}

static const char *vendor_of(struct str host)
{
    for (size_t i = 0; i < COUNT(vendors); i++) {
        struct str known = str_of(vendors[i].host);
        size_t star = str_chr(known, '*');
        if (star == STR_NOWHERE ? str_eq(host, known)
                                : str_starts(host, str_slice(known, 0, star)) &&
                                      str_ends(host, str_from(known, star + 1)))
            return vendors[i].vendor;
    }
    return NULL;
}

static bool is_gateway(const struct profile *p, struct str host)
{
    if (str_eq_icase(host, p->host))
        return true;
    for (size_t i = 0; i < p->trusted_hosts.n; i++)
        if (str_eq_icase(host, p->trusted_hosts.items[i]))
            return true;
    return false;
}

static bool is_website(const struct profile *p, struct str host)
{
    if (!is_or_under(host, p->website_host))
        return false;
    if (host.n == p->website_host.n)
        return true;
    struct str sub = str_slice(host, 0, host.n - p->website_host.n - 1);
    for (size_t i = 0; i < COUNT(pages); i++)
        if (str_eq(sub, str_of(pages[i])))
            return true;
    return false;
}

static bool is_address(struct str host)
{
    for (size_t i = 0; i < host.n; i++)
        if (!byte_is_digit(host.p[i]) && host.p[i] != '.')
            return str_chr(host, ':') != STR_NOWHERE;
    return true;
}

// ---- look-alikes ----

static char twin_of(uint32_t code)
{
    for (size_t i = 0; i < COUNT(twins); i++)
        if (twins[i].code == code)
            return twins[i].reads;
    return code < 0x80 ? (char)code : '?';
}

// The label as an eye reads it: punycode decoded, twins as the letters they look like, "vv" as w.
static struct str as_read(struct str label, struct arena *a)
{
    struct str text = punycode_label(label, a);
    struct buf b = buf_in(a);
    for (size_t at = 0, n; at < text.n; at += n) {
        uint32_t code;
        n = utf8_at(text, at, &code);
        buf_byte(&b, twin_of(code));
        if (b.n > 1 && b.p[b.n - 1] == 'v' && b.p[b.n - 2] == 'v')
            b.p[--b.n - 1] = 'w';
    }
    return buf_str(&b);
}

// The word that people know the vendor by: the label before the top-level domain.
static struct str brand_of(const struct profile *p)
{
    struct str host = str_present(p->website_host) ? p->website_host : p->host;
    size_t dot = str_rchr(host, '.');
    if (dot == STR_NOWHERE || is_address(host))
        return STR_NONE;
    host = str_slice(host, 0, dot);
    dot = str_rchr(host, '.');
    return dot == STR_NOWHERE ? host : str_from(host, dot + 1);
}

static const char *label_resembles(struct str label, struct str brand, struct arena *a)
{
    enum { SLIPS = 2, SURE = 4 }; // two slips only behind a sure beginning: netrouter is a word
    struct str read = as_read(label, a);
    if (str_eq(label, brand))
        return "the gateway's name under another domain";
    if (str_eq(read, brand))
        return "other characters that look like the gateway's name";
    if (str_has(label, brand))
        return "the gateway's name inside another name";
    size_t slips = str_distance(read, brand, SLIPS);
    if (slips == 1 || (slips == 2 && str_starts(read, str_slice(brand, 0, SURE))))
        return "the gateway's name with a slip of the finger";
    return NULL;
}

static const char *resembles(const struct profile *p, struct str host, struct arena *a)
{
    struct str brand = brand_of(p), rest = host, label;
    if (brand.n < 6) // a shorter word lies within reach of too many others
        return NULL;
    bool own = is_or_under(host, p->website_host);
    if (own) // the vendor's own domain: at most a slip in the first label
        return str_distance(host, p->host, 2) <= 2 ? "the gateway's host with a slip of the finger"
                                                   : NULL;
    if (str_has(host, p->host) || (str_present(p->website_host) && str_has(host, p->website_host)))
        return "the gateway's whole name inside another one";
    while (str_cut(&rest, '.', &label)) {
        struct str words = label, word;
        const char *how = label_resembles(label, brand, a);
        while (!how && str_cut(&words, '-', &word) && word.n < label.n)
            how = label_resembles(word, brand, a);
        if (how)
            return how;
    }
    return NULL;
}

enum host_kind host_kind(const struct profile *p, struct str host, const char **vendor,
                         const char **how, struct arena scratch)
{
    if (host.n == 0)
        return HOST_NONE;
    host = fold(host, &scratch);
    if (is_gateway(p, host))
        return HOST_GATEWAY;
    if (host_is_loopback(host) || str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("::")))
        return HOST_LOOPBACK;
    if (is_website(p, host))
        return HOST_WEBSITE;
    const char *known = vendor_of(host);
    if (vendor)
        *vendor = known;
    if (known)
        return HOST_FOREIGN;
    if (host_is_private(host))
        return HOST_PRIVATE;
    const char *like = is_address(host) ? NULL : resembles(p, host, &scratch);
    if (how)
        *how = like;
    return like ? HOST_LOOKALIKE : HOST_OTHER;
}
