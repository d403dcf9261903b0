namespace Shop.Web.Clients;

/// <summary>
/// Users, or the store of the sessions, did not answer: shown as a page that asks to come back in a moment. A kind of
/// <see cref="HttpRequestException"/>, so that ServiceDefaults too takes it for an absence and not for a fault of ours.
/// </summary>
public sealed class AccountsUnavailableException(string message, Exception? inner = null) : HttpRequestException(message, inner);
