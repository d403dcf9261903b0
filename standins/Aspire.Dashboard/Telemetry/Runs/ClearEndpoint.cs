namespace Aspire.Dashboard.Telemetry.Runs;

/// <summary>Forgets all telemetry, in memory and in the file. A form's target, so that it needs no JavaScript.</summary>
internal static class ClearEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/clear", (TelemetryRuns runs) =>
    {
        runs.Clear();
        return TypedResults.LocalRedirect("/");
    });
}
