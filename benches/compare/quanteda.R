# quanteda counts the words, phrases and beginnings of a codebook: `quanteda.R each.toml FOLDER`.
# The codebook is the one that has a code for each pattern; alternations and pairs are left out.
suppressPackageStartupMessages(library(quanteda))
quanteda_options(threads = 1)
asked <- commandArgs(trailingOnly = TRUE)
lines <- grep("^any = ", readLines(asked[1]), value = TRUE)
patterns <- gsub('^any = \\["|"\\]$', "", lines)
book <- dictionary(setNames(as.list(patterns), paste0("c", seq_along(patterns))))
files <- list.files(asked[2], pattern = "\\.txt$", full.names = TRUE)
texts <- vapply(files, function(path) paste(readLines(path, encoding = "UTF-8"), collapse = "\n"), "")
found <- tokens_lookup(tokens(corpus(texts)), book)
counts <- colSums(dfm(found))
cat("{\"counts\": [", paste(unname(counts), collapse = ", "), "]}\n", sep = "")
