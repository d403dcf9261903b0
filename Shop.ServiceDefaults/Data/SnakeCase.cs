using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Shop.ServiceDefaults.Data;

/// <summary>Names columns, keys and indexes in snake_case, so that SQL needs no quotes.</summary>
public static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Convert(property.Name));
            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{table}");
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{table}_{Columns(index.Properties)}");
            foreach (var reference in entity.GetForeignKeys())
                reference.SetConstraintName($"fk_{table}_{Columns(reference.Properties)}");
        }
    }

    public static string Convert(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    static string Columns(IEnumerable<IMutableProperty> properties) => string.Join('_', properties.Select(property => Convert(property.Name)));
}
