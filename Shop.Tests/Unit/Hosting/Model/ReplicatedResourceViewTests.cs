using Aspire.Dashboard.Model;
using Aspire.Hosting.Dashboard;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Model;

public sealed class ReplicatedResourceViewTests
{
    [Theory]
    [InlineData("Running", "Healthy", "Running", "Healthy", "Running", "Healthy")]
    [InlineData("Running", "Healthy", "Running", "Unhealthy", "Running", "Unhealthy")]
    [InlineData("Running", "Healthy", "Exited", null, "Exited", "Degraded")]
    [InlineData("Exited", null, "Exited", null, "Exited", null)]
    public void The_row_above_replicas_tells_of_the_worst(string state1, string? health1, string state2, string? health2, string state, string? health)
    {
        var row = ReplicatedResourceView.Of("catalog", [Replica(state1, health1), Replica(state2, health2)]);

        Assert.Equal(state, row.State);
        Assert.Equal(health, row.Health);
    }

    private static ResourceView Replica(string state, string? health) =>
        new() { Id = $"catalog-{state}", Name = "catalog", DisplayName = "catalog", Type = "Project", State = state, Health = health };
}
