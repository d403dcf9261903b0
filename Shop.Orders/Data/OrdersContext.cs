using Microsoft.EntityFrameworkCore;
using Shop.Orders.Orders;
using Shop.Orders.Payments;
using Shop.Orders.Payments.Simulator;
using Shop.Orders.Reviews;
using Shop.Orders.Reviews.Pictures;
using Shop.Orders.Shipping;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Data;

sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> Lines => Set<OrderLine>();

    public DbSet<OrderEvent> Events => Set<OrderEvent>();

    public DbSet<OrderNote> Notes => Set<OrderNote>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<Shipment> Shipments => Set<Shipment>();

    public DbSet<TrackingEvent> Tracking => Set<TrackingEvent>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<ReviewPicture> ReviewPictures => Set<ReviewPicture>();

    public DbSet<ScheduledWork> Work => Set<ScheduledWork>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOrders();
        modelBuilder.AddPayments();
        modelBuilder.AddSimulator();
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("shipments", static table => table.HasCheckConstraint("ck_shipments_lines", "cardinality(positions) = cardinality(quantities) and 0 < all (quantities)"));
            shipment.Property(s => s.Id).ValueGeneratedNever();
            shipment.Property(s => s.Carrier).HasMaxLength(50);
            shipment.Property(s => s.TrackingNumber).HasMaxLength(100);
            shipment.HasIndex(s => s.OrderId);
            shipment.HasOne<Order>().WithMany().HasForeignKey(s => s.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<TrackingEvent>(said =>
        {
            said.ToTable("tracking_events");
            said.Property(e => e.Id).ValueGeneratedNever();
            said.Property(e => e.Place).HasMaxLength(TrackingEvent.PlaceLength);
            said.HasIndex(e => new { e.ShipmentId, e.At });
            said.HasOne<Shipment>().WithMany().HasForeignKey(e => e.ShipmentId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.AddReviews();
        modelBuilder.Entity<ScheduledWork>(work =>
        {
            work.ToTable("scheduled_work");
            work.Property(w => w.Id).ValueGeneratedNever();
            work.Property(w => w.LastError).HasMaxLength(500);
            work.Property(w => w.TraceParent).HasMaxLength(55);
            work.HasIndex(w => w.DueAt);
            // What has failed, among all that only waits for its day.
            work.HasIndex(w => new { w.DueAt, w.Id }).HasFilter("last_error is not null");
            work.HasIndex(w => w.OrderId);
        });
        modelBuilder.AddMessaging();
        SnakeCase.Apply(modelBuilder.Model);
    }
}
