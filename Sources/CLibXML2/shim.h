#include <libxml/parser.h>
#include <libxml/xmlerror.h>

/// Asks the processor to fetch the memory at `address`, which Swift has no way to say.
static inline void assay_prefetch(const void *address) {
  __builtin_prefetch(address, 1);
}
