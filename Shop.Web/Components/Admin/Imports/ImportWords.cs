using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Imports;

/// <summary>What becomes of an import, in words.</summary>
static class ImportWords
{
    public static string State(IStringLocalizer<Text> T, ImportJob job) => (job.State, job.Phase, job.DryRun) switch
    {
        ("waiting", _, _) => T["Admin.ImportWaits"],
        ("running", "reading", _) => T["Admin.ImportReads"],
        ("running", "checking", _) => T["Admin.ImportChecks"],
        ("running", _, _) => T["Admin.ImportApplies"],
        ("done", _, true) => T["Admin.ImportTried"],
        ("done", _, _) => T["Admin.ImportDone"],
        ("failed", _, _) => T["Admin.ImportFailed"],
        _ => job.State,
    };

    public static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
