# The entrypoint puts the addresses in before Vault reads this.
storage "consul" {
  address = "%%CONSUL_SERVICE_HOST%%:%%CONSUL_PORT%%"
  path    = "vault"

  # The agents behind the service would each be told of a part of Vault's health.
  disable_registration = "true"
}

listener "tcp" {
  address       = "%%VAULT_IP%%:%%VAULT_PORT%%"
  tls_cert_file = "%%VAULT_HOME%%/tls/certificate.pem"
  tls_key_file  = "%%VAULT_HOME%%/tls/key.pem"
}

api_addr      = "https://%%VAULT_IP%%:%%VAULT_PORT%%"
disable_mlock = true
