using System.Xml.Linq;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace MagBot.Host.Start;

/// <summary>
/// Keeps the framework's key ring (sign-in cookies, anti-forgery) where everything else is kept, so that advisors stay signed in
/// over a restart and on every instance.
/// </summary>
internal sealed class KeyStoreXmlRepository(IKeyStore store, TimeProvider time) : IXmlRepository
{
    private const string Purpose = "data-protection";

    // The framework's interface is synchronous, and asks seldom: at the start and once a day. On the pool, so that no context can block it.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Task.Run(async () =>
        {
            var keys = await store.ListAsync(Purpose, CancellationToken.None).ConfigureAwait(false);
            return (IReadOnlyCollection<XElement>)[.. keys.Select(key => XElement.Parse(key.Value))];
        }).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName)
    {
        var material = new KeyMaterial(Purpose, friendlyName, element.ToString(SaveOptions.DisableFormatting), time.GetUtcNow());
        Task.Run(() => store.AddAsync(material, CancellationToken.None)).GetAwaiter().GetResult();
    }

    internal sealed class Configure(KeyStoreXmlRepository repository) : IConfigureOptions<KeyManagementOptions>
    {
        void IConfigureOptions<KeyManagementOptions>.Configure(KeyManagementOptions options) => options.XmlRepository = repository;
    }
}
