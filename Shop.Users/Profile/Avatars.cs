using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Pictures;
using Shop.Users.Data;

namespace Shop.Users.Profile;

sealed class Avatars(UsersContext context, TimeProvider time)
{
    /// <summary>The picture of an address; null where there is none any more.</summary>
    public Task<byte[]?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        context.Avatars.Where(avatar => avatar.Id == id).Select(avatar => avatar.Image).SingleOrDefaultAsync(cancellationToken);

    public Task<Guid?> FindIdAsync(Guid userId, CancellationToken cancellationToken) =>
        context.Avatars.Where(avatar => avatar.UserId == userId).Select(static avatar => (Guid?)avatar.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Takes the place of the one there was: of two at once, the later.</summary>
    /// <returns>The new id; null where there is no such account any more.</returns>
    public async Task<Guid?> PutAsync(Guid userId, byte[] image, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            insert into users.avatars (user_id, id, image, content_type, updated_at)
            select u.id, {id}, {image}, {PictureEncoding.ContentType}, {time.GetUtcNow()} from users.users u where u.id = {userId} and u.deleted_at is null
            on conflict (user_id) do update set id = excluded.id, image = excluded.image, content_type = excluded.content_type, updated_at = excluded.updated_at
            """, cancellationToken);
        return written == 1 ? id : null;
    }

    public Task RemoveAsync(Guid userId, CancellationToken cancellationToken) =>
        context.Avatars.Where(avatar => avatar.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
