namespace Aspire.Hosting.ApplicationModel;

public class ProjectResource(string name) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

public class ExecutableResource(string name, string command, string workingDirectory) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string Command { get; } = command;
    public string WorkingDirectory { get; } = workingDirectory;
}

public class ContainerResource(string name, string? entrypoint = null) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string? Entrypoint { get; set; } = entrypoint;
}

/// <summary>A value from outside: configuration <c>Parameters:{name}</c>, a fixed value or a generated one.</summary>
public class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : Resource(name),
    IResourceWithoutLifetime, IManifestExpressionProvider, IValueProvider
{
    private readonly Lazy<string> _value = new(() => callback(null));

    public bool Secret { get; } = secret;
    public ParameterDefault? Default { get; set; }
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>The value to write into the manifest as it stands, where it was asked for.</summary>
    internal string? PublishedValue { get; set; }

    internal string Value => _value.Value;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Value);
}

public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>A random text from the classes of characters that are allowed, at least the given number of each.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    public int MinLength { get; set; } = 22;
    public bool Lower { get; set; } = true;
    public bool Upper { get; set; } = true;
    public bool Numeric { get; set; } = true;
    public bool Special { get; set; } = true;
    public int MinLower { get; set; }
    public int MinUpper { get; set; }
    public int MinNumeric { get; set; }
    public int MinSpecial { get; set; }

    public override string GetDefaultValue() => PasswordGenerator.Generate(this);
}
