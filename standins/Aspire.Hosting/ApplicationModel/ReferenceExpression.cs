using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

public interface IManifestExpressionProvider
{
    /// <summary>The value as the manifest names it: <c>{resource.path}</c>.</summary>
    string ValueExpression { get; }
}

/// <summary>A text with values in it that are known only when a resource starts, or only where it is deployed.</summary>
public sealed class ReferenceExpression : IManifestExpressionProvider, IValueProvider
{
    private readonly string[] _manifestExpressions;

    private ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        _manifestExpressions = manifestExpressions;
        StringFormats = stringFormats;
    }

    /// <summary>A composite format: <c>Host={0};Port={1}</c>, braces of the text doubled.</summary>
    public string Format { get; }
    public IReadOnlyList<IValueProvider> ValueProviders { get; }
    public IReadOnlyList<string> ManifestExpressions => _manifestExpressions;

    /// <summary>One entry a value: <c>uri</c> where it is to be escaped for a URI.</summary>
    public IReadOnlyList<string?> StringFormats { get; }

    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, _manifestExpressions);

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(cancellationToken);
            values[i] = StringFormats[i] == "uri" && value is not null ? Uri.EscapeDataString(value) : value;
        }
        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _format = new(literalLength + formattedCount * 4);
        private readonly List<IValueProvider> _valueProviders = new(formattedCount);
        private readonly List<string> _manifestExpressions = new(formattedCount);
        private readonly List<string?> _stringFormats = new(formattedCount);

        public readonly void AppendLiteral(string value) =>
            _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public readonly void AppendFormatted(string? value) => AppendLiteral(value ?? "");

        public readonly void AppendFormatted(string? value, string format) =>
            AppendLiteral(format == "uri" ? Uri.EscapeDataString(value ?? "") : value ?? "");

        public readonly void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => Append(valueProvider, null);

        public readonly void AppendFormatted<T>(T valueProvider, string format) where T : IValueProvider, IManifestExpressionProvider => Append(valueProvider, format);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider => Append(valueProvider.Resource, null);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string format) where T : IResource, IValueProvider, IManifestExpressionProvider => Append(valueProvider.Resource, format);

        private readonly void Append<T>(T value, string? format) where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append('{').Append(_valueProviders.Count).Append('}');
            _valueProviders.Add(value);
            _manifestExpressions.Add(value.ValueExpression);
            _stringFormats.Add(format);
        }

        internal readonly ReferenceExpression GetExpression() =>
            new(_format.ToString(), [.. _valueProviders], [.. _manifestExpressions], [.. _stringFormats]);
    }
}
