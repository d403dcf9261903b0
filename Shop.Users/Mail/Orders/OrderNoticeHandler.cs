using Microsoft.EntityFrameworkCore;
using Rebus.Handlers;
using Rebus.Pipeline;
using Shop.Users.Data;

namespace Shop.Users.Mail.Orders;

/// <summary>
/// Writes the mail of a notice into the queue of mails, in the transaction that notes the message as handled: however often it comes, there is one
/// mail.
/// </summary>
sealed class OrderNoticeHandler(UsersContext db, MailWriter mails, MailSignal signal, ILogger<OrderNoticeHandler> logger) : IHandleMessages<OrderNotice>
{
    public async Task Handle(OrderNotice message)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == message.UserId) is not { Email: not null } buyer)
        {
            // They have left the shop, and with them their address.
            logger.LogInformation("Nobody is told of order {OrderId}: its buyer is not here any more.", message.OrderId);
            return;
        }
        await mails.AddAsync(db, OrderLetters.Write(buyer, message));
        // When all of it is committed.
        MessageContext.Current?.TransactionContext.OnAck(_ =>
        {
            signal.Set();
            return Task.CompletedTask;
        });
    }
}
