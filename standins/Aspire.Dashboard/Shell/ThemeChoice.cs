namespace Aspire.Dashboard.Shell;

/// <summary>Light, dark, or what the system says. The settings menu writes the cookie.</summary>
internal static class ThemeChoice
{
    public const string Cookie = "dashboard-theme";

    public static string Of(HttpContext? context) => context?.Request.Cookies[Cookie] is ("light" or "dark") and var theme ? theme : "system";
}
