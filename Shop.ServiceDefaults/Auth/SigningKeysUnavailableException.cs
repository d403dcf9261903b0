namespace Shop.ServiceDefaults.Auth;

/// <summary>No key to check a token with could be read yet. The caller may be whoever they say: it is not they who failed.</summary>
internal sealed class SigningKeysUnavailableException(Exception reason)
    : Exception("The keys of the identity provider can't be read at the moment.", reason);
