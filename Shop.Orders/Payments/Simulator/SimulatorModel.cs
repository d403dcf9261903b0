using Microsoft.EntityFrameworkCore;

namespace Shop.Orders.Payments.Simulator;

/// <summary>What the simulated gateway remembers of a payment. Its tables stand beside the service's, which never reads them.</summary>
sealed class SimulatedPayment
{
    public required Guid Id { get; init; }

    public required string Token { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public decimal Captured { get; init; }

    public decimal Refunded { get; init; }

    public bool IsVoided { get; init; }
}

/// <summary>What was answered under an idempotency key.</summary>
sealed class SimulatedCall
{
    public required string Key { get; init; }

    public required int Status { get; init; }

    public required string Body { get; init; }
}

static class SimulatorModel
{
    public static void AddSimulator(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SimulatedPayment>(payment =>
        {
            payment.ToTable("simulated_payments");
            payment.Property(p => p.Id).ValueGeneratedNever();
            payment.Property(p => p.Token).HasMaxLength(200);
            payment.Property(p => p.Currency).HasMaxLength(3);
            foreach (var amount in new[] { nameof(SimulatedPayment.Amount), nameof(SimulatedPayment.Captured), nameof(SimulatedPayment.Refunded) })
                payment.Property(amount).HasPrecision(18, 2);
        });
        modelBuilder.Entity<SimulatedCall>(call =>
        {
            call.ToTable("simulated_calls");
            call.HasKey(c => c.Key);
            call.Property(c => c.Key).HasMaxLength(200);
        });
    }
}
