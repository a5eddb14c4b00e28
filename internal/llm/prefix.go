package llm

import (
	"regexp"
	"strings"
)

// prefixes go before a text so that a model embeds it for the role it has.
// Models are trained with them and lose recall without.
type prefixes struct {
	document, query string
}

// The wordings shared by several families.
const (
	representSentence = "Represent this sentence for searching relevant passages: "
	webSearchTask     = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
)

// prefixTable is read from the top: the first pattern found in the model's name
// wins, so exceptions stand before their family. Sources are the models' cards
// at huggingface.co, "Usage"; a model that is not listed takes no prefixes, as
// is right for all-minilm, bge-m3, gte, granite-embedding, paraphrase-* and
// OpenAI's text-embedding-3.
var prefixTable = []struct {
	name *regexp.Regexp
	prefixes
}{
	// nomic-ai/nomic-embed-code
	{regexp.MustCompile(`nomic-embed-code`), prefixes{"", "Represent this query for searching relevant code: "}},
	// nomic-ai/nomic-embed-text-v1.5, -v2-moe; nomic-ai/modernbert-embed-base
	{regexp.MustCompile(`nomic-embed|modernbert-embed`), prefixes{"search_document: ", "search_query: "}},
	// google/embeddinggemma-300m, "Prompt Instructions"
	{regexp.MustCompile(`embedding-?gemma`), prefixes{"title: none | text: ", "task: search result | query: "}},
	// Qwen/Qwen3-Embedding-0.6B: no space after "Query:"
	{regexp.MustCompile(`qwen3-(vl-)?embed`), prefixes{"", webSearchTask}},
	// Alibaba-NLP/gte-Qwen2-7B-instruct
	{regexp.MustCompile(`gte-qwen`), prefixes{"", webSearchTask + " "}},
	// intfloat/multilingual-e5-large-instruct, intfloat/e5-mistral-7b-instruct
	{regexp.MustCompile(`\be5-.*instruct`), prefixes{"", webSearchTask + " "}},
	// intfloat/e5-large-v2, intfloat/multilingual-e5-large
	{regexp.MustCompile(`\be5\b`), prefixes{"passage: ", "query: "}},
	// mixedbread-ai/deepset-mxbai-embed-de-large-v1
	{regexp.MustCompile(`mxbai-embed-de`), prefixes{"passage: ", "query: "}},
	// mixedbread-ai/mxbai-embed-large-v1; WhereIsAI/UAE-Large-V1
	{regexp.MustCompile(`mxbai-embed|uae-large`), prefixes{"", representSentence}},
	// Snowflake/snowflake-arctic-embed-l-v2.0; snowflake-arctic-embed2 on Ollama
	{regexp.MustCompile(`arctic-embed(2|.*v2)`), prefixes{"", "query: "}},
	// Snowflake/snowflake-arctic-embed-m, -m-v1.5
	{regexp.MustCompile(`arctic-embed`), prefixes{"", representSentence}},
	// jinaai/jina-embeddings-v4, prompt names of its config_sentence_transformers.json
	{regexp.MustCompile(`jina-embeddings-v4`), prefixes{"Passage: ", "Query: "}},
	// BAAI/bge-m3 and the larger, differently instructed ones
	{regexp.MustCompile(`bge-(m3|multilingual|en-icl|reranker)`), prefixes{}},
	// BAAI/bge-large-zh-v1.5
	{regexp.MustCompile(`bge-.*\bzh\b`), prefixes{"", "为这个句子生成表示以用于检索相关文章："}},
	// BAAI/bge-large-en-v1.5
	{regexp.MustCompile(`\bbge-`), prefixes{"", representSentence}},
}

// prefixesFor finds what a model wants by its name, with or without an owner
// before it ("BAAI/bge-small-en-v1.5") and a tag behind ("nomic-embed-text:v1.5").
func prefixesFor(model string) prefixes {
	model = strings.ReplaceAll(strings.ToLower(model), "_", "-")
	for _, entry := range prefixTable {
		if entry.name.MatchString(model) {
			return entry.prefixes
		}
	}
	return prefixes{}
}
