namespace Aspire.Hosting.ApplicationModel;

static class ResourceName
{
    /// <summary>1 to 64 ASCII letters, digits and single hyphens; a letter first, no hyphen last.</summary>
    /// <exception cref="ArgumentException">The name can't be a host name or a manifest key.</exception>
    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var valid = name.Length <= 64 && char.IsAsciiLetter(name[0]) && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        if (!valid)
            throw new ArgumentException($"'{name}' can't be a resource's name: use 1 to 64 letters, digits and single hyphens, beginning with a letter.", nameof(name));
    }

    /// <summary>The name as the beginning of an environment variable: upper case, <c>_</c> for every other character.</summary>
    public static string ToVariable(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}

/// <summary>Marks the parameter that takes a resource's name, for analyzers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ResourceNameAttribute : Attribute;
