namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>Where every new shot of a project goes by itself.</summary>
/// <param name="Project">Folded.</param>
/// <param name="Folder">Absolute.</param>
/// <param name="Link">Hard links in place of copies.</param>
/// <param name="Since">Shots published from then on are delivered.</param>
internal sealed record DeliveryFolder(string Project, string Folder, bool Link, DateTimeOffset Since);
