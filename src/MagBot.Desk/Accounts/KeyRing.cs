using System.Xml.Linq;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace MagBot.Desk.Accounts;

/// <summary>
/// Keeps the key ring that protects cookies in the same store as everything else: sessions outlive a restart, and all instances read
/// each other's cookies. Thread safe.
/// </summary>
internal sealed class KeyRing(IKeyStore keys, TimeProvider time) : IXmlRepository
{
    private const string Purpose = "data-protection";

    // The framework's contract is synchronous; it is called off the request's path, a few times a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => keys.ListAsync(Purpose, CancellationToken.None)).GetAwaiter().GetResult().Select(key => XElement.Parse(key.Value))];

    public void StoreElement(XElement element, string friendlyName)
    {
        var key = new KeyMaterial(Purpose, friendlyName, element.ToString(SaveOptions.DisableFormatting), time.GetUtcNow());
        Task.Run(() => keys.AddAsync(key, CancellationToken.None)).GetAwaiter().GetResult();
    }
}
