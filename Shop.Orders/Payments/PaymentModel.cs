using Microsoft.EntityFrameworkCore;
using Shop.Orders.Orders;

namespace Shop.Orders.Payments;

static class PaymentModel
{
    public static void AddPayments(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Payment>(payment =>
        {
            payment.ToTable("payments", static table => table.HasCheckConstraint("ck_payments_amount", "amount >= 0"));
            payment.Property(p => p.Id).ValueGeneratedNever();
            payment.Property(p => p.Amount).HasPrecision(18, 2);
            payment.Property(p => p.Currency).HasMaxLength(3);
            payment.Property(p => p.Token).HasMaxLength(200);
            payment.Property(p => p.ProviderId).HasMaxLength(100);
            payment.Property(p => p.Failure).HasMaxLength(100);
            payment.HasIndex(p => new { p.OrderId, p.Attempt }).IsUnique();
            payment.HasIndex(p => p.ProviderId);
            payment.HasOne<Order>().WithMany().HasForeignKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Refund>(refund =>
        {
            refund.ToTable("refunds", static table => table.HasCheckConstraint("ck_refunds_amount", "amount > 0"));
            refund.Property(r => r.Id).ValueGeneratedNever();
            refund.Property(r => r.Amount).HasPrecision(18, 2);
            refund.Property(r => r.Reason).HasMaxLength(OrderReasons.Length);
            refund.HasIndex(r => r.OrderId);
            refund.HasIndex(r => r.PaymentId);
            refund.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
