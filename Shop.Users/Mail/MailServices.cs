using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail.Orders;

namespace Shop.Users.Mail;

static class MailServices
{
    /// <summary>The mails of orders, of which Orders tells by message.</summary>
    public static void AddOrderMail(this IHostApplicationBuilder builder) =>
        builder.AddMessaging<UsersContext>("users", static handlers => handlers.HandleBatches<OrderNotice, OrderNoticeHandler>());

    public static void AddMail(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
        builder.Services.AddSingleton<MailSignal>();
        builder.Services.AddScoped<MailWriter>();
        builder.Services.AddScoped<MailQueue>();
        builder.Services.AddScoped<IEmailSender<User>, IdentityEmailSender>();
        builder.Services.AddSingleton<MailDelivery>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<MailDelivery>());
    }
}
