using System.ComponentModel.DataAnnotations;

namespace Shop.Orders.Payments;

/// <summary>The section <c>Payments</c>.</summary>
sealed class PaymentOptions : IValidatableObject
{
    public const string Section = "Payments";

    /// <summary>Where the gateway is; <c>simulated</c> for the one of this service's own, which takes no money. In production there must be a real one.</summary>
    public string? Gateway { get; set; }

    /// <summary>What the gateway knows this shop by. A secret.</summary>
    public string Key { get; set; } = "";

    /// <summary>What the gateway signs its call-backs with. A secret.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>How long one call to the gateway may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:15")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    public bool IsSimulated => Gateway == "simulated";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSimulated && !(Uri.TryCreate(Gateway, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"))
            yield return new("Payments:Gateway must be the address of a payment gateway, or simulated.");
        if (Key.Length < 16 || WebhookSecret.Length < 16)
            yield return new("Payments:Key and Payments:WebhookSecret need 16 characters or more.");
    }
}
