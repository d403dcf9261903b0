namespace Shop.ServiceDefaults.Auth;

/// <summary>The authorization policies that endpoints name. Each asks for a valid token that carries the service's own scope.</summary>
public static class Policies
{
    /// <summary>A signed-in person, whatever their role; not a machine.</summary>
    public const string Person = "person";

    /// <summary>A person with the role <see cref="Roles.Staff"/> or <see cref="Roles.Admin"/>.</summary>
    public const string Staff = "staff";

    /// <summary>A person with the role <see cref="Roles.Admin"/>.</summary>
    public const string Admin = "admin";

    /// <summary>Anyone with a token for this service, a machine with client credentials too.</summary>
    public const string Caller = "caller";
}
