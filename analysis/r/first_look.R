# First look at a result file in R: outcomes by scenario and paired differences to the reference.
# Usage: Rscript first_look.R FILE.h5
# Needs ncdf4 (Debian: r-cran-ncdf4). Labels and units come from the file.
library(ncdf4)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: Rscript first_look.R FILE.h5")
file <- nc_open(arguments[1])
text <- function(name) ncatt_get(file, 0, name)$value
unit <- function(name) ncatt_get(file, name, "units")$value

cat(text("title"), "\n")
scenarios <- ncvar_get(file, "scenario")
labels <- ncvar_get(file, "label")
outcome <- "total_civilian_deaths"
# R names the fastest dimension first: replicate, then scenario.
deaths <- ncvar_get(file, outcome)
stopifnot(dim(deaths) == c(length(ncvar_get(file, "replicate")), length(scenarios)))
colnames(deaths) <- scenarios

cat("\n", outcome, " [", unit(outcome), "]\n", sep = "")
for (k in seq_along(scenarios)) {
  cat(sprintf("  %-32s mean %10.1f   Monte Carlo error %8.1f\n", labels[k], mean(deaths[, k]),
              sd(deaths[, k]) / sqrt(nrow(deaths))))
}

reference <- text("reference")
if (reference %in% scenarios) {
  cat("\nPaired difference to ", reference, ", 95 % interval\n", sep = "")
  for (k in which(scenarios != reference)) {
    test <- t.test(deaths[, k], deaths[, reference], paired = TRUE)
    cat(sprintf("  %-32s %10.1f  [%.1f, %.1f]\n", labels[k], test$estimate, test$conf.int[1], test$conf.int[2]))
  }
}
nc_close(file)
