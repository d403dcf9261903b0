using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Messaging;

namespace Shop.ServiceDefaults.Data;

public static class MessagingModel
{
    /// <summary>The outbox and the inbox, in the database of the service: to be called before the names are made snake_case.</summary>
    public static ModelBuilder AddMessaging(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(message =>
        {
            message.ToTable("outbox_messages");
            message.Property(m => m.Id).ValueGeneratedNever();
            message.Property(m => m.Name).HasMaxLength(200);
        });
        modelBuilder.Entity<InboxMessage>(message =>
        {
            message.ToTable("inbox_messages");
            message.Property(m => m.Id).ValueGeneratedNever();
            message.HasIndex(m => m.HandledAt);
        });
        return modelBuilder;
    }

    /// <summary>Puts a message in the outbox: it is published if, and only if, the changes of this context are committed.</summary>
    public static void Publish<T>(this DbContext context, T message, DateTimeOffset now)
        where T : class =>
        context.Add(OutboxMessage.Create(message, now));
}
