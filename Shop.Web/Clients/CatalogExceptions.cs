namespace Shop.Web.Clients;

/// <summary>
/// Catalog did not answer, or not with what was asked for: shown as a page that asks to come back in a moment. A kind of
/// <see cref="HttpRequestException"/>, so that ServiceDefaults too takes it for an absence and not for a fault of ours.
/// </summary>
public sealed class CatalogUnavailableException(string message, Exception? inner = null) : HttpRequestException(message, inner);

/// <summary>Catalog could not make sense of the request, which the visitor's address has made up.</summary>
public sealed class CatalogRefusedException(string message) : Exception(message);
