namespace Shop.ServiceDefaults.Http;

/// <summary>Values of an enumeration as clients send them.</summary>
public static class EnumName
{
    /// <summary>One of the names, in any case; else null. <see cref="Enum.TryParse{TEnum}(string?, bool, out TEnum)"/> would take numbers and lists of names too.</summary>
    public static T? Read<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && text.All(char.IsAsciiLetter) ? value : null;
}
