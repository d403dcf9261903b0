using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;
using Shop.Users.Data;

namespace Shop.Users.Mail.Orders;

/// <summary>
/// Writes the mails of notices into the queue of mails, in the transaction that notes the messages as handled: however often one comes, there is one
/// mail.
/// </summary>
sealed class OrderNoticeHandler(UsersContext db, MailWriter mails, MailSignal signal, ILogger<OrderNoticeHandler> logger) : IHandleBatches<OrderNotice>
{
    public async Task HandleAsync(IReadOnlyList<Gathered<OrderNotice>> messages)
    {
        Guid[] ids = [.. messages.Select(message => message.Item.UserId).Distinct()];
        var buyers = await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id);
        await messages.ForEachAsync(async message =>
        {
            if (buyers.GetValueOrDefault(message.UserId) is { Email: not null } buyer)
                await mails.AddAsync(db, OrderLetters.Write(buyer, message));
            else
                // They have left the shop, and with them their address.
                logger.LogInformation("Nobody is told of order {OrderId}: its buyer is not here any more.", message.OrderId);
        });
        AfterCommit.Do(db.Database, signal.Set);
    }
}
