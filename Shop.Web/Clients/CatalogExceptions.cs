namespace Shop.Web.Clients;

/// <summary>Catalog did not answer, or not with what was asked for: shown as a page that asks to come back in a moment.</summary>
sealed class CatalogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Catalog could not make sense of the request, which the visitor's address has made up.</summary>
sealed class CatalogRefusedException(string message) : Exception(message);
