namespace Shop.ServiceDefaults.Auth;

/// <summary>Who somebody is to the shop. Everyone who registers is a customer; staff run it; an admin also says who is staff.</summary>
public static class Roles
{
    public const string Customer = "customer", Staff = "staff", Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Customer, Staff, Admin];
}
