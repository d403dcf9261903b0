using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Shop.Users.Mail;

/// <summary>The section <c>Smtp</c>: who takes our mails. Without a host none is sent.</summary>
sealed class SmtpOptions
{
    public const string Section = "Smtp";

    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Such as <c>Shop &lt;hello@shop.example&gt;</c>. Somebody should read what comes back to it.</summary>
    public string? From { get; set; }

    /// <summary>A server that offers no TLS is refused, unless this says otherwise.</summary>
    public SecureSocketOptions Tls { get; set; } = SecureSocketOptions.StartTls;

    /// <summary>How long the server may keep silent.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);
}

/// <summary>At the start, not at the first mail.</summary>
sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!options.IsConfigured)
            return ValidateOptionsResult.Success;
        var failures = new List<string>();
        if (options.Port is < 1 or > 65535)
            failures.Add("Smtp:Port must be between 1 and 65535.");
        if (!MailboxAddress.TryParse(options.From, out _))
            failures.Add("Smtp:From must be a mail address, such as: Shop <hello@shop.example>.");
        if (!string.IsNullOrEmpty(options.User) && options.Tls is SecureSocketOptions.None or SecureSocketOptions.StartTlsWhenAvailable)
            failures.Add($"Smtp:User needs a connection that is always encrypted: Smtp:Tls is {options.Tls}, which would send the password readable to anyone on the way.");
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1))
            failures.Add("Smtp:Timeout must be more than nothing, and a minute at most.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
