using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Catalog.Data;

namespace Shop.Catalog.Manage;

/// <summary>Notes what a change makes of fields, for the audit.</summary>
sealed class Changes
{
    readonly JsonObject fields = [];

    public bool Any => fields.Count > 0;

    /// <summary>Sets a field where it differs, and notes both values.</summary>
    public void Set<T>(string field, T from, T to, Action<T> set)
    {
        if (EqualityComparer<T>.Default.Equals(from, to))
            return;
        fields[field] = new JsonArray(JsonValue.Create(from), JsonValue.Create(to));
        set(to);
    }

    /// <summary>Notes what something new begins with, or what something that goes had.</summary>
    public Changes Add<T>(string field, T value)
    {
        fields[field] = JsonValue.Create(value);
        return this;
    }

    public void Record(CatalogContext context, string action, Guid subjectId, Author author, DateTimeOffset at) =>
        context.AuditEntries.Add(new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            UserId = author.Id,
            UserName = author.Name,
            Action = action,
            SubjectId = subjectId,
            Changes = JsonSerializer.SerializeToElement(fields, CatalogJson.Default.JsonObject),
        });
}
