using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shop.Users.Accounts;

namespace Shop.Users.Mail;

static class MailServices
{
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
